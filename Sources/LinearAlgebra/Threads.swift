internal import CLAPACK

/// OpenBLAS's own threads.
enum LinearAlgebraThreads {
  /// One thread for the whole process. With matrices of a few hundred rows a second thread only costs, and results would
  /// depend on the count. OpenBLAS starts its threads when it is loaded, and they spin for some 25 ms on another core
  /// before they sleep (measured: 35 % of all samples of a short run); so they are ended, not only left unused.
  ///
  /// Every matrix and factorisation calls this when it is made, so that no call to BLAS can come before: threads that are
  /// ended while another thread waits for their work would be waited for without end.
  static func useOne() { _ = once }

  private static let once: Void = {
    openblas_set_num_threads(1)
    blas_thread_shutdown_()
  }()
}

/// The kind of processor whose kernels OpenBLAS has chosen: on another kind sums round differently.
public func processorKind() -> String { unsafe openblas_get_corename().map { unsafe String(cString: $0) } ?? "unknown" }
