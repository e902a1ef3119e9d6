package io.mild.testbed.network;

import io.mild.testbed.process.Child;
import io.mild.testbed.process.LatencyMeter;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A host that sends: small packets of calls, bursts of frames of video, transfers over TCP, each at
 * random times whether or not what went before has arrived; and, as a fault, a flood.
 */
final class FlowHost extends Child {
  static final int VOICE_PORT = 5001;
  static final int VIDEO_PORT = 5002;
  static final int BULK_PORT = 5003;
  static final int FLOOD_PORT = 5009;

  private static final int VOICE_BYTES = 172;
  private static final int PACKET_BYTES = 1_200;
  private static final int MOST_TRANSFERS = 64;
  private static final int TRANSFER_TIMEOUT_MILLIS = 8_000;
  private static final double MEAN_TRANSFER_BYTES = 90_000;

  private final InetAddress sink;
  private final Random random;
  private final LatencyMeter transfers = new LatencyMeter();
  private final AtomicLong failed = new AtomicLong();
  private final ThreadPoolExecutor senders =
      new ThreadPoolExecutor(0, MOST_TRANSFERS, 1, TimeUnit.MINUTES, new SynchronousQueue<>());

  private FlowHost(InetAddress sink, long seed) {
    this.sink = sink;
    this.random = new Random(seed);
  }

  /** Arguments: the sink's address, a seed. */
  public static void main(String[] args) throws IOException {
    FlowHost host = new FlowHost(InetAddress.getByName(args[0]), Long.parseLong(args[1]));
    host.start(() -> host.send("voice", VOICE_PORT, VOICE_BYTES, 1));
    host.start(() -> host.send("video", VIDEO_PORT, PACKET_BYTES, 11));
    host.start(() -> host.send("cross", FLOOD_PORT, PACKET_BYTES, 11));
    host.start(() -> host.send("flood", FLOOD_PORT, PACKET_BYTES, 1));
    host.start(host::transfer);
    host.serve(Map.of());
  }

  /** What a thread does; it ends with the process. */
  @FunctionalInterface
  private interface Task {
    void run() throws IOException, InterruptedException;
  }

  private void start(Task task) {
    Thread thread =
        new Thread(
            () -> {
              try {
                task.run();
              } catch (IOException e) {
                e.printStackTrace();
                Runtime.getRuntime().halt(3);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  /**
   * Sends groups of packets at random times, as many a second as a setting says.
   *
   * @param most packets of a group, from 1 on
   */
  private void send(String setting, int port, int bytes, int most)
      throws IOException, InterruptedException {
    Random own = new Random(random.nextLong());
    try (DatagramSocket socket = new DatagramSocket()) {
      ByteBuffer packet = ByteBuffer.allocate(bytes);
      long sequence = 0;
      Arrivals arrivals = new Arrivals(own);
      while (true) {
        arrivals.await(() -> setting(setting, 0));
        int group = 1 + own.nextInt(most);
        for (int i = 0; i < group; i++) {
          packet.putLong(0, sequence++).putLong(8, System.nanoTime());
          try {
            socket.send(new DatagramPacket(packet.array(), bytes, sink, port));
          } catch (IOException e) {
            // the queue of the link is full, or there is no route just now: lost, as on a real one
          }
        }
      }
    }
  }

  private void transfer() throws InterruptedException {
    Arrivals arrivals = new Arrivals(new Random(random.nextLong()));
    while (true) {
      arrivals.await(() -> setting("bulk", 0));
      int bytes =
          (int) (MEAN_TRANSFER_BYTES * (0.4 - 0.6 * Math.log(1 - arrivals.random().nextDouble())));
      if (senders.getActiveCount() >= MOST_TRANSFERS) {
        failed.incrementAndGet();
      } else {
        senders.execute(() -> transfer(bytes));
      }
    }
  }

  /** Sends, and waits until the other side has all of it. */
  private void transfer(int bytes) {
    long begun = System.nanoTime();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(sink, BULK_PORT), TRANSFER_TIMEOUT_MILLIS);
      socket.setSoTimeout(TRANSFER_TIMEOUT_MILLIS);
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      out.writeInt(bytes);
      out.write(new byte[bytes]);
      new DataInputStream(socket.getInputStream()).readByte();
      // as if all were of the mean size, so that small ones do not look slow
      transfers.record(
          (long) ((System.nanoTime() - begun) * (MEAN_TRANSFER_BYTES / Math.max(30_000, bytes))));
    } catch (IOException e) {
      failed.incrementAndGet();
      transfers.record(TRANSFER_TIMEOUT_MILLIS * 1_000_000L);
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    transfers.turn();
    kpis.put("rate", transfers.rate());
    kpis.put("p50", transfers.percentile(50));
    kpis.put("p90", transfers.percentile(90));
    double slow = transfers.percentile(90);
    kpis.put("goodput", MEAN_TRANSFER_BYTES * 8 / 1e3 / slow);
    kpis.put("failed", (double) failed.getAndSet(0));
  }
}
