package io.mild;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;

/** A stream of a hand-made model together with the time of the row that comes next. */
public final class Feed {
  private final AssuranceStream stream;
  private Instant next;

  private Feed(AssuranceStream stream, Instant next) {
    this.stream = stream;
    this.next = next;
  }

  public static Feed of(Mild mild) {
    return new Feed(mild.openStream(), HandMade.START);
  }

  /** Past its warm-up, with KPIs that were 0 all along. */
  public static Feed warm(Mild mild) {
    Feed feed = of(mild);
    feed.rows(HandMade.WARM_UP_MINUTES, zeros(mild));
    return feed;
  }

  public AssuranceStream stream() {
    return stream;
  }

  public Instant next() {
    return next;
  }

  /** Gives the next row, a minute after the one before. */
  public Assessment row(double... values) {
    Assessment assessment = stream.accept(next, values);
    next = next.plus(Duration.ofMinutes(1));
    return assessment;
  }

  /** Gives the same row several times; the last assessment. */
  public Assessment rows(int count, double... values) {
    Assessment latest = row(values);
    for (int i = 1; i < count; i++) {
      latest = row(values);
    }
    return latest;
  }

  /** Lets the time of some rows pass. */
  public Feed miss(int rows) {
    next = next.plus(Duration.ofMinutes(rows));
    return this;
  }

  /** A stream resumed from this one's snapshot, at the same time. */
  public Feed resumed() {
    return new Feed(stream.mild().resumeStream(stream.snapshot()), next);
  }

  private static double[] zeros(Mild mild) {
    double[] zeros = new double[mild.schema().kpis().size()];
    Arrays.fill(zeros, 0);
    return zeros;
  }
}
