package io.mild.testbed.process;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A process that the conductor started, and a {@link Child} in it. */
public final class ChildProcess implements AutoCloseable {
  private static final int START_SECONDS = 30;
  private static final String END = "";

  private final String name;
  private final Process process;
  private final BufferedWriter in;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final Map<String, Double> ready;
  private @Nullable IOException broken;

  /**
   * Waits until the child is ready.
   *
   * @throws IOException if it ended before, or is not ready in time
   */
  ChildProcess(String name, Process process) throws IOException {
    this.name = name;
    this.process = process;
    this.in =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
    Thread reader = new Thread(this::read, "answers of " + name);
    reader.setDaemon(true);
    reader.start();
    Map<String, Double> first = answer(0, System.nanoTime() + START_SECONDS * 1_000_000_000L);
    if (first == null) {
      process.destroyForcibly();
      throw new IOException(
          "process '%s' was not ready within %d s".formatted(name, START_SECONDS));
    }
    this.ready = first;
  }

  private void read() {
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        answers.add(line);
      }
    } catch (IOException e) {
      // it has ended, as below
    }
    answers.add(END);
  }

  /** What it said when it was ready. */
  public double ready(String value) {
    return ready.getOrDefault(value, Double.NaN);
  }

  /** The process' number. */
  public long pid() {
    return process.pid();
  }

  /** Tells settings, and asks for KPIs. */
  public void ask(long row, Map<String, Double> settings) {
    try {
      in.write(Message.write(row, settings));
      in.newLine();
      in.flush();
    } catch (IOException e) {
      broken = e;
    }
  }

  /**
   * The answer to a row's question; null if there is none in time. Late answers to earlier ones are
   * left out.
   *
   * @param until as of {@link System#nanoTime}
   * @throws IOException if the process has ended
   */
  public @Nullable Map<String, Double> answer(long row, long until) throws IOException {
    try {
      while (true) {
        String line = answers.poll(until - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (line == null) {
          return null;
        }
        if (line.equals(END)) {
          throw new IOException("process '%s' ended%s".formatted(name, how()), broken);
        }
        if (Message.number(line) == row) {
          return Message.values(line);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private String how() {
    try {
      return process.waitFor(1, TimeUnit.SECONDS) ? " with code " + process.exitValue() : "";
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return "";
    }
  }

  /** Ends it: its input closes, and if it does not go by itself, it is killed. */
  @Override
  public void close() {
    try {
      in.close();
    } catch (IOException e) {
      // it has ended already
    }
    try {
      if (!process.waitFor(2, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor(2, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
