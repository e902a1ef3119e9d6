package io.mild.benchmarks.scaling.requests;

import java.util.concurrent.CompletableFuture;

/** A client of all servers, or of a proxy before them: each knows its own requests alone. */
interface RequestGateway extends AutoCloseable {
  /** Calls one by one, so that it is connected and code is warm. */
  void warmUp();

  /**
   * Sends a request.
   *
   * @param workNanos that it holds a worker of a steady server
   * @param timeoutNanos after which it has failed
   * @return completed with the answer; exceptionally without one in time
   */
  CompletableFuture<?> send(long workNanos, long timeoutNanos);

  @Override
  void close();
}
