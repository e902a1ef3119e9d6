package io.mild.testbed.shop;

import io.mild.testbed.process.Child;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;

/** Somebody else's process beside a service, which at times wants processor or disk for itself. */
final class Neighbour extends Child {
  /** More threads than the highest level needs. */
  private static final double HIGHEST_LEVEL = 1.5;

  private static final int SLICE_MILLIS = 20;

  /** Written and forced at level 1, in bytes, and the pause between. */
  private static final int STORM_BYTES = 48 << 20;

  private static final int STORM_PAUSE_MILLIS = 5;
  private static final int CHUNK = 1 << 18;

  private final Path file;
  private final int burners;

  private Neighbour(Path file, int burners) {
    this.file = file;
    this.burners = burners;
  }

  /** Arguments: a file to write to, how many threads burn at level 1. */
  public static void main(String[] args) {
    Neighbour neighbour = new Neighbour(Path.of(args[0]), Integer.parseInt(args[1]));
    for (int i = 0; i < HIGHEST_LEVEL * neighbour.burners; i++) {
      int thread = i;
      neighbour.start(() -> neighbour.burn(thread));
    }
    neighbour.start(neighbour::storm);
    neighbour.serve(Map.of());
  }

  private void start(Runnable task) {
    Thread thread = new Thread(task);
    thread.setDaemon(true);
    thread.start();
  }

  /** Thread k has work while the level is above k / burners, the highest one for a part of time. */
  private void burn(int thread) {
    try {
      while (true) {
        double share = setting("cpu-contention", 0) * burners - thread;
        if (share <= 0) {
          Thread.sleep(200);
          continue;
        }
        long until = System.nanoTime() + (long) (Math.min(1, share) * SLICE_MILLIS * 1e6);
        double x = thread;
        while (System.nanoTime() < until) {
          for (int i = 0; i < 1_000; i++) {
            x = Math.sqrt(x + i);
          }
        }
        if (share < 1) {
          Thread.sleep(Math.max(1, Math.round((1 - share) * SLICE_MILLIS)));
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void storm() {
    try (FileChannel out =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
      while (true) {
        double level = setting("slow-disk", 0);
        if (level <= 0) {
          Thread.sleep(200);
          continue;
        }
        out.position(0);
        for (long written = 0; written < level * STORM_BYTES; written += CHUNK) {
          chunk.clear();
          out.write(chunk);
        }
        out.force(true);
        Thread.sleep(STORM_PAUSE_MILLIS);
      }
    } catch (IOException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(3);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  protected void report(Map<String, Double> kpis) {}
}
