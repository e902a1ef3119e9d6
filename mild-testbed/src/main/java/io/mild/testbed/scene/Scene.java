package io.mild.testbed.scene;

import io.mild.goals.Goals;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Processes that serve somebody, and what can be known of them and done to them. */
public interface Scene extends AutoCloseable {
  /** The names of its KPIs, in the order of rows. */
  List<String> kpis();

  /** What its users are promised: an intent each. */
  Goals goals();

  /** The faults that can be injected on this machine. */
  List<FaultKind> faultKinds();

  /** Harmless events that it knows; their rows mean nothing. */
  List<HarmlessEvent> eventKinds();

  /** Versions of programs and libraries that it stands on, and what it can't do here, and why. */
  Map<String, String> facts();

  /**
   * Ends a row and begins the next.
   *
   * @param row its number
   * @param load of the next row
   * @param levels of faults in the next row; those left out are 0
   * @param until when to wait no longer, as of {@link System#nanoTime}
   * @return the KPIs of the row that ends; NaN for those that did not come in time
   * @throws IOException if a process of the scene has ended
   */
  double[] turn(int row, double load, Map<FaultKind, Double> levels, long until) throws IOException;

  /** Lets something harmless happen. */
  void happen(HarmlessEvent event) throws IOException;

  @Override
  void close() throws IOException;
}
