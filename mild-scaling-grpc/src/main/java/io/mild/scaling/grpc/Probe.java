package io.mild.scaling.grpc;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.mild.scaling.balance.LoadReport;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The question how busy a server is, and its method. In bytes it is this contract, so that servers
 * in other languages can answer, too:
 *
 * <pre>{@code
 * syntax = "proto3";
 * package mild.scaling.v1;
 * service Load { rpc Report (Probe) returns (LoadReport); }
 * message Probe {}
 * message LoadReport { uint32 in_flight = 1; double seconds = 2; }
 * }</pre>
 */
enum Probe {
  PROBE;

  static final String SERVICE = "mild.scaling.v1.Load";

  static final MethodDescriptor<Probe, LoadReport> METHOD =
      MethodDescriptor.newBuilder(new Questions(), new Reports())
          .setType(MethodType.UNARY)
          .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, "Report"))
          .setSafe(true)
          .build();

  private static final class Questions implements Marshaller<Probe> {
    @Override
    public InputStream stream(Probe probe) {
      return InputStream.nullInputStream();
    }

    @Override
    public Probe parse(InputStream stream) {
      return PROBE;
    }
  }

  private static final class Reports implements Marshaller<LoadReport> {
    private static final byte IN_FLIGHT = 1 << 3; // a varint
    private static final byte SECONDS = 2 << 3 | 1; // eight bytes
    private static final int LONGEST = 1 + 5 + 1 + Double.BYTES;

    @Override
    public InputStream stream(LoadReport report) {
      ByteBuffer bytes = ByteBuffer.allocate(LONGEST).order(ByteOrder.LITTLE_ENDIAN);
      bytes.put(IN_FLIGHT);
      int rest = report.inFlight();
      for (; rest > 0x7f; rest >>>= 7) {
        bytes.put((byte) (rest | 0x80));
      }
      bytes.put((byte) rest).put(SECONDS).putDouble(report.seconds());
      return new ByteArrayInputStream(bytes.array(), 0, bytes.position());
    }

    @Override
    public LoadReport parse(InputStream stream) {
      try {
        // One byte more than the longest: what is longer is not read, and refused.
        ByteBuffer bytes =
            ByteBuffer.wrap(stream.readNBytes(LONGEST + 1)).order(ByteOrder.LITTLE_ENDIAN);
        int inFlight = 0; // as of a field that is absent
        double seconds = 0;
        while (bytes.hasRemaining()) {
          byte field = bytes.get();
          switch (field) {
            case IN_FLIGHT -> inFlight = varint(bytes);
            case SECONDS -> seconds = bytes.getDouble();
            default -> throw new IllegalArgumentException("unknown field " + field);
          }
        }
        return new LoadReport(inFlight, seconds);
      } catch (IOException | BufferUnderflowException | IllegalArgumentException e) {
        throw Status.INTERNAL
            .withDescription("this is no report of load: " + e.getMessage())
            .withCause(e)
            .asRuntimeException();
      }
    }

    private static int varint(ByteBuffer bytes) {
      int value = 0;
      for (int shift = 0; ; shift += 7) {
        byte next = bytes.get();
        value |= (next & 0x7f) << shift;
        if (next >= 0) {
          return value;
        }
      }
    }
  }
}
