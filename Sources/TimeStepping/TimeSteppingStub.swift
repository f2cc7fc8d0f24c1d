// Placeholder until the target has its own files.
