package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The network before a service: relays TCP, and can be slow. Packets that are lost are felt by
 * TCP's users as a pause of its least retransmission timeout, 200 ms; so is it here.
 */
final class Wire extends Child {
  private static final int BUFFER = 16 * 1024;
  private static final int BACKLOG = 256;
  private static final int RETRANSMISSION_MILLIS = 200;

  /**
   * At level 1: a packet's delay in milliseconds, uniform up to twice that, and how many are lost.
   */
  private static final double DELAY_MILLIS = 28;

  private static final double LOST = 0.03;

  private final int target;
  private final ServerSocket server;
  private final AtomicLong bytes = new AtomicLong();
  private final double weight;
  private long since = System.nanoTime();

  private Wire(int target, double weight) throws IOException {
    this.target = target;
    this.weight = weight;
    this.server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
  }

  /** Arguments: the port to relay to, and how much longer than the usual its delays are. */
  public static void main(String[] args) throws IOException {
    Wire wire = new Wire(Integer.parseInt(args[0]), Double.parseDouble(args[1]));
    wire.start(wire::accept);
    wire.serve(Map.of("port", (double) wire.server.getLocalPort()));
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (true) {
        Socket near = server.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        start(() -> relay(near, far));
        start(() -> relay(far, near));
      }
    } catch (IOException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    }
  }

  private void relay(Socket from, Socket to) {
    byte[] buffer = new byte[BUFFER];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        bytes.addAndGet(n);
        hold();
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      // one side has closed: so does the other
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void hold() throws InterruptedException {
    double level = setting("packet-delay", 0) * weight;
    if (level > 0) {
      ThreadLocalRandom random = ThreadLocalRandom.current();
      double millis = level * DELAY_MILLIS * 2 * random.nextDouble();
      if (random.nextDouble() < level * LOST) {
        millis += RETRANSMISSION_MILLIS;
      }
      Thread.sleep(Math.round(millis));
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {
    long now = System.nanoTime();
    kpis.put("net", bytes.getAndSet(0) / 1e3 / ((now - since) / 1e9));
    since = now;
  }
}
