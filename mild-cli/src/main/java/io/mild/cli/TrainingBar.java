package io.mild.cli;

import io.mild.cli.console.Progress;
import io.mild.internal.io.TimeScale;
import io.mild.training.TrainingProgress;
import io.mild.training.TrainingProgress.Stage;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Shows how far a training is: horizon, epoch, losses and time left on a bar; a line a horizon
 * where there is no terminal.
 */
final class TrainingBar implements Consumer<TrainingProgress>, AutoCloseable {
  private static final int STEPS = 100;

  private final Progress bar = Progress.of("", STEPS);
  private final PrintWriter out;
  private final String indent;
  private String epoch = "features";

  /**
   * @param out where the lines go
   * @param indent before each line
   */
  TrainingBar(PrintWriter out, String indent) {
    this.out = out;
    this.indent = indent;
  }

  @Override
  public void accept(TrainingProgress now) {
    epoch = now.stage() == Stage.MIXTURE ? epoch(now) : epoch;
    bar.stepTo(Math.round(STEPS * now.fraction()), epoch);
    if (now.stage() == Stage.ALERTING && !Progress.isTerminal()) {
      out.println(indent + epoch);
      out.flush();
    }
  }

  /** One screen line with the bar; the loss on the validation rows is in parentheses. */
  private static String epoch(TrainingProgress now) {
    return String.format(
        Locale.ROOT,
        "%s, epoch %d/%d, loss %.3f (%.3f)",
        TimeScale.text(now.horizon()),
        now.epoch(),
        now.maxEpochs(),
        now.trainingLoss().total(),
        now.validationLoss().total());
  }

  @Override
  public void close() {
    bar.close();
  }
}
