package io.mild.benchmarks.scaling.requests;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;

/** The call that servers serve: it holds a worker for as long as it says, in nanoseconds. */
final class WorkCall {
  static final String SERVICE = "mild.benchmarks.Work";

  static final MethodDescriptor<Long, Long> METHOD =
      MethodDescriptor.newBuilder(new Nanos(), new Nanos())
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Do"))
          .build();

  private WorkCall() {}

  private static final class Nanos implements Marshaller<Long> {
    @Override
    public InputStream stream(Long nanos) {
      return new ByteArrayInputStream(ByteBuffer.allocate(Long.BYTES).putLong(nanos).array());
    }

    @Override
    public Long parse(InputStream stream) {
      try {
        return ByteBuffer.wrap(stream.readNBytes(Long.BYTES)).getLong();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
