package io.mild.testbed.network;

import io.mild.testbed.process.Child;
import io.mild.testbed.process.LatencyMeter;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;

/**
 * The host that receives all flows. All hosts share this machine's clock, so delays are one way.
 */
final class FlowSink extends Child {
  private static final int MOST_BYTES = 2_048;
  private static final int BUFFER = 1 << 14;
  private static final int RECEIVE_BUFFER = 1 << 20;

  private final Stream voice = new Stream();
  private final Stream video = new Stream();

  /** Packets of a kind: their delays, and how many of those sent did not come. */
  private static final class Stream {
    private final LatencyMeter delays = new LatencyMeter();
    private long highest = -1;
    private long received;
    private long highestBefore = -1;

    synchronized void take(ByteBuffer packet) {
      highest = Math.max(highest, packet.getLong(0));
      received++;
      delays.record(System.nanoTime() - packet.getLong(8));
    }

    synchronized void report(String name, Map<String, Double> kpis) {
      delays.turn();
      kpis.put(name + "_rate", delays.rate());
      kpis.put(name + "_p50", delays.percentile(50));
      kpis.put(name + "_p95", delays.percentile(95));
      long sent = highest - highestBefore;
      kpis.put(
          name + "_loss", sent <= 0 ? Double.NaN : Math.max(0, 100.0 * (sent - received) / sent));
      highestBefore = highest;
      received = 0;
    }
  }

  public static void main(String[] args) throws IOException {
    FlowSink sink = new FlowSink();
    sink.receive(FlowHost.VOICE_PORT, sink.voice);
    sink.receive(FlowHost.VIDEO_PORT, sink.video);
    sink.receive(FlowHost.FLOOD_PORT, new Stream());
    sink.accept();
    sink.serve(Map.of());
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private void receive(int port, Stream stream) throws IOException {
    DatagramSocket socket = new DatagramSocket(port);
    socket.setReceiveBufferSize(RECEIVE_BUFFER);
    start(
        () -> {
          byte[] bytes = new byte[MOST_BYTES];
          DatagramPacket packet = new DatagramPacket(bytes, bytes.length);
          try (socket) {
            while (true) {
              packet.setLength(bytes.length);
              socket.receive(packet);
              stream.take(ByteBuffer.wrap(bytes));
            }
          } catch (IOException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(3);
          }
        });
  }

  private void accept() throws IOException {
    ServerSocket server = new ServerSocket(FlowHost.BULK_PORT, 64);
    start(
        () -> {
          try (server) {
            while (true) {
              Socket socket = server.accept();
              start(() -> drain(socket));
            }
          } catch (IOException e) {
            e.printStackTrace();
            Runtime.getRuntime().halt(4);
          }
        });
  }

  private static void drain(Socket socket) {
    byte[] buffer = new byte[BUFFER];
    try (socket) {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      int left = in.readInt();
      while (left > 0) {
        int n = in.read(buffer, 0, Math.min(left, buffer.length));
        if (n < 0) {
          return;
        }
        left -= n;
      }
      socket.getOutputStream().write(1);
    } catch (IOException e) {
      // the sender gave up
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    voice.report("voice", kpis);
    video.report("video", kpis);
  }
}
