package org.example.modules;

import io.mild.Assessment;
import io.mild.AssuranceStream;
import io.mild.Mild;
import io.mild.data.KpiHistory;
import java.io.IOException;
import java.nio.file.Path;

/** A service that scores. */
public final class Score {
  private Score() {}

  /** The latest assessment of a stream that was given all rows of a file. */
  public static Assessment latest(Path model, Path rows) throws IOException {
    AssuranceStream stream = Mild.load(model).openStream();
    KpiHistory history = KpiHistory.readCsv(rows);
    Assessment latest = stream.accept(history.time(0), history.values(0));
    for (int row = 1; row < history.rows(); row++) {
      latest = stream.accept(history.time(row), history.values(row));
    }
    return latest;
  }
}
