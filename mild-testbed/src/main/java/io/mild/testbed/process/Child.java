package io.mild.testbed.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What runs in a process of a scene: it does its work in threads of its own, and talks with the
 * conductor over its standard input and output.
 *
 * <p>Once a row it is told settings, and answers with its KPIs since the row before. When the input
 * ends, the conductor is gone, however it ended, and so is this process.
 */
public abstract class Child {
  /** The setting that every child heeds: memory that it holds for nothing, a share of its heap. */
  public static final String MEMORY_LEAK = "memory-leak";

  /** Some 30 bytes each, 1 MB in all: what a leak holds is many small objects, as in a service. */
  private static final int LEAKED_AT_ONCE = 1 << 20;

  private final Map<String, Double> settings = new ConcurrentHashMap<>();
  private final JvmVitals vitals = new JvmVitals();
  private final Leak leak = new Leak();

  /** For the processes of scenes. */
  protected Child() {}

  /**
   * Works until the conductor is gone.
   *
   * @param ready what the conductor has to know before it goes on, such as a port
   */
  protected final void serve(Map<String, Double> ready) {
    PrintStream out = new PrintStream(System.out, false, StandardCharsets.US_ASCII);
    // what a library prints must not be taken for an answer
    System.setOut(System.err);
    out.println(Message.write(0, ready));
    out.flush();
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        settings.putAll(Message.values(line));
        Map<String, Double> kpis = new LinkedHashMap<>();
        report(kpis);
        vitals.report(kpis);
        out.println(Message.write(Message.number(line), kpis));
        out.flush();
        leak.holdUpTo(setting(MEMORY_LEAK, 0));
        settingsChanged();
      }
    } catch (IOException e) {
      System.err.println("the conductor can't be heard any more: " + e.getMessage());
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }

  /** What the conductor said last. */
  protected final double setting(String name, double unsaid) {
    return settings.getOrDefault(name, unsaid);
  }

  /** Puts settings in force. */
  protected void settingsChanged() {}

  /** Adds the KPIs since the last call. */
  protected abstract void report(Map<String, Double> kpis);

  /** Heap and collections of this JVM, by JMX. */
  private static final class JvmVitals {
    private long collected;

    void report(Map<String, Double> kpis) {
      long now = 0;
      for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
        now += collector.getCollectionTime();
      }
      kpis.put("gc", (double) (now - collected));
      collected = now;
      kpis.put(
          "heap", ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / 1048576.0);
    }
  }

  /** Memory that is never given back until the leak is mended. */
  private static final class Leak {
    /** What work needs on top of what is held: a JVM without it ends. */
    private static final long KEPT_FREE = 2L << 20;

    private static final double MOST_HELD = 0.94;
    private static final int OBJECT_BYTES = 32;

    private final Deque<Object[]> held = new ArrayDeque<>();

    /**
     * @param share of the heap's limit
     */
    void holdUpTo(double share) {
      if (share <= 0) {
        held.clear();
        return;
      }
      Runtime jvm = Runtime.getRuntime();
      long wanted = (long) (share * jvm.maxMemory());
      while ((held.size() + 1L) * LEAKED_AT_ONCE <= wanted && hasRoom(jvm)) {
        Object[] objects = new Object[LEAKED_AT_ONCE / OBJECT_BYTES];
        for (int i = 0; i < objects.length; i++) {
          objects[i] = new byte[8];
        }
        held.add(objects);
      }
    }

    private boolean hasRoom(Runtime jvm) {
      return (held.size() + 1L) * LEAKED_AT_ONCE + KEPT_FREE < jvm.maxMemory() * MOST_HELD;
    }
  }
}
