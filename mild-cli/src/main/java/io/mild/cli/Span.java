package io.mild.cli;

import io.mild.Mild;
import io.mild.cli.console.CsvOptions;
import io.mild.cli.console.TimeArgument;
import io.mild.cli.replay.Replay;
import io.mild.data.KpiHistory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that choose rows. */
final class Span {
  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = {
        "The first time that counts. One longest window of rows before it warms the stream up,"
            + " unseen, as if it had been opened then."
      })
  private @Nullable TimeArgument from;

  @Option(names = "--until", paramLabel = "TIME", description = "The first time left out again.")
  private @Nullable TimeArgument until;

  /**
   * @param csv says the zone of local times
   * @throws IllegalArgumentException if no row is in the span, or the KPIs are not the model's
   */
  Replay replay(Mild mild, KpiHistory history, CsvOptions csv) {
    Replay replay = Replay.of(mild, history);
    replay = from == null ? replay : replay.from(csv.instant(from));
    replay = until == null ? replay : replay.until(csv.instant(until));
    if (replay.rows() == 0) {
      throw new IllegalArgumentException(
          "no row%s%s: the KPIs have %s to %s"
              .formatted(
                  from == null ? "" : " from " + from,
                  until == null ? "" : " until " + until,
                  history.start(),
                  history.end()));
    }
    return replay;
  }
}
