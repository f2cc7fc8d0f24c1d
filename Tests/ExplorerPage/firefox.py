"""Firefox as Debian has it, by its own Marionette protocol: Playwright drives patched ones only."""

import json
import os
import socket
import subprocess
import time

# What a test waits for, so that a page that never comes is a failure and no hang.
LIMIT = 60


class Firefox:
    """A headless window: length-prefixed JSON over TCP, [0, id, command, parameters] there and [1, id, error, result] back."""

    def __init__(self, folder):
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        folder.mkdir()
        (folder / "user.js").write_text(f'user_pref("marionette.port", {port});\n')
        self.process = subprocess.Popen(
            ["firefox-esr", "--headless", "--marionette", "--no-remote", "--profile", str(folder)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder), "MOZ_HEADLESS_WIDTH": "1280", "MOZ_HEADLESS_HEIGHT": "900"},
        )
        end = time.time() + LIMIT
        while True:
            try:
                self.socket = socket.create_connection(("127.0.0.1", port), timeout=LIMIT)
                break
            except OSError:
                assert time.time() < end and self.process.poll() is None, "Firefox does not start"
                time.sleep(0.1)
        self.buffer, self.count = b"", 0
        self._receive()
        self.send("WebDriver:NewSession", {"capabilities": {"alwaysMatch": {"acceptInsecureCerts": False}}})

    def send(self, command, parameters=None):
        self.count += 1
        text = json.dumps([0, self.count, command, parameters or {}]).encode()
        self.socket.sendall(f"{len(text)}:".encode() + text)
        _, _, error, result = self._receive()
        assert error is None, error
        return result.get("value", result) if isinstance(result, dict) else result

    def _receive(self):
        while b":" not in self.buffer:
            self.buffer += self._more()
        length, self.buffer = self.buffer.split(b":", 1)
        while len(self.buffer) < int(length):
            self.buffer += self._more()
        message, self.buffer = self.buffer[: int(length)], self.buffer[int(length) :]
        return json.loads(message)

    def _more(self):
        more = self.socket.recv(1 << 16)
        assert more, "Firefox is gone"
        return more

    def go(self, address):
        self.send("WebDriver:Navigate", {"url": address})

    def run(self, script, *arguments):
        """The result of the body of a function."""
        return self.send("WebDriver:ExecuteScript", {"script": script, "args": list(arguments), "sandbox": None})

    def wait(self, script, *arguments):
        end = time.time() + LIMIT
        while not (value := self.run(script, *arguments)):
            assert time.time() < end, f"never: {script}"
            time.sleep(0.05)
        return value

    def pointer(self, *actions):
        """Actions of a mouse: ("move", x, y), ("down",), ("up",), ("pause", milliseconds)."""
        made = []
        for name, *rest in actions:
            if name == "move":
                made.append({"type": "pointerMove", "x": round(rest[0]), "y": round(rest[1]), "duration": 0})
            elif name == "pause":
                made.append({"type": "pause", "duration": rest[0]})
            else:
                made.append({"type": "pointerDown" if name == "down" else "pointerUp", "button": 0})
        self.send("WebDriver:PerformActions", {"actions": [{"type": "pointer", "id": "mouse", "actions": made}]})

    def keys(self, *keys):
        made = [{"type": kind, "value": key} for key in keys for kind in ("keyDown", "keyUp")]
        self.send("WebDriver:PerformActions", {"actions": [{"type": "key", "id": "keys", "actions": made}]})

    def close(self):
        self.socket.close()
        self.process.terminate()
        self.process.wait(timeout=LIMIT)
