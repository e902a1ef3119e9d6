package io.mild.connect.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Takes a body in, up to so many bytes and for so long. */
final class BoundedBody implements BodySubscriber<byte[]> {
  private final long most;
  private final CompletableFuture<byte[]> body = new CompletableFuture<>();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private volatile @Nullable Subscription subscription;

  /**
   * Begins to wait.
   *
   * @param most bytes
   * @param nanos until it fails with a {@link java.util.concurrent.TimeoutException}
   */
  BoundedBody(long most, long nanos) {
    this.most = most;
    body.orTimeout(nanos, TimeUnit.NANOSECONDS)
        .whenComplete(
            (whole, failure) -> {
              if (failure != null && subscription != null) {
                subscription.cancel();
              }
            });
  }

  @Override
  public CompletionStage<byte[]> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription of) {
    subscription = of;
    if (body.isDone()) {
      of.cancel(); // too late
    } else {
      of.request(Long.MAX_VALUE);
    }
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    for (ByteBuffer buffer : buffers) {
      if (bytes.size() + (long) buffer.remaining() > most) {
        body.completeExceptionally(
            new IOException("the answer has more than %d bytes".formatted(most)));
        return;
      }
      byte[] some = new byte[buffer.remaining()];
      buffer.get(some);
      bytes.write(some, 0, some.length);
    }
  }

  @Override
  public void onError(Throwable error) {
    body.completeExceptionally(error);
  }

  @Override
  public void onComplete() {
    body.complete(bytes.toByteArray());
  }
}
