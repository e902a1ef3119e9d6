package io.mild.training;

import io.mild.features.EwmaBank;
import io.mild.features.ResidualSpec;
import io.mild.features.SeasonalProfile;
import io.mild.report.Ingredient;
import io.mild.training.labels.DrawnRows;
import io.mild.training.labels.HistoryRows;
import io.mild.training.labels.LabelledRows;
import io.mild.training.mixture.EpochRows;
import io.mild.training.mixture.MixtureData;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Rows to learn from that are others in each epoch: one in {@value #SETS} is drawn from the history
 * itself, the rest from a copy of it with its failures transplanted ({@link FailureTransplant}), a
 * new one each epoch. No copy is ever there as a whole: what was drawn is taken from a walk over
 * it.
 */
final class TransplantedRows implements EpochRows {
  private static final int SETS = 21;

  /** A walk over the history takes as long as one over a copy, but few of its rows are drawn. */
  private static final int EPOCHS_A_WALK = 6;

  private final TrainingRun run;
  private final ResidualSpec spec;
  private final HistoryRows all;
  private final int[] kept;
  private final FailureTransplant transplant;
  private final int[] draws; // [place]: which of the rows
  private final LabelledRows drawn; // each row of a copy once, however often it was
  private LabelledRows own;
  private int nextOwn;
  private int latestEpoch;

  /**
   * @param residuals of all rows of the history
   * @param all rows of the history
   * @param kept which of them may be learned from, ascending
   * @param count rows an epoch
   * @param epochs how many, at most
   */
  TransplantedRows(
      TrainingRun run,
      ResidualSpec spec,
      double[] residuals,
      HistoryRows all,
      int[] kept,
      int count,
      int epochs) {
    this.run = run;
    this.spec = spec;
    this.all = all;
    this.kept = kept;
    this.transplant =
        new FailureTransplant(
            run.history(),
            kept,
            residuals,
            run.failures(),
            run.plan().horizons().get(0),
            run.times().protectedAfterRecovery(),
            run.plan().seed());
    this.draws = new int[count];
    this.drawn =
        all.places(
            IntStream.rangeClosed(1, epochs)
                .map(epoch -> different(draw(epoch)))
                .max()
                .orElseThrow());
    this.own = all.places(0);
  }

  @Override
  public int count() {
    return draws.length;
  }

  @Override
  public String description() {
    return "%s, %d of %d rows, %s, without %s"
        .formatted(
            TrainingDigest.of(run.history(), run.failures()),
            count(),
            kept.length,
            spec.spans(),
            run.plan().without());
  }

  @Override
  public MixtureData rows(int epoch) {
    int[] rows = draw(epoch);
    if (epoch != latestEpoch + 1 || nextOwn == own.count()) {
      own = own(epoch);
      nextOwn = 0;
    }
    latestEpoch = epoch;
    DrawnRows copied = places(rows);
    int next = copied.places();
    for (int place = 0; place < rows.length; place++) {
      if (rows[place] < 0) {
        own.copy(nextOwn++, drawn, next);
        draws[place] = next++;
      } else {
        draws[place] = copied.place(rows[place]);
      }
    }
    if (transplants()) {
      FailureTransplant.Copy copy = transplant.copy(epoch);
      drawn.put(
          copied,
          new Features(copy),
          row -> run.history().epochMillis(kept[row]),
          run.rowLabels(copy.failures()),
          all.standardizer());
    }
    return drawn.data();
  }

  @Override
  public int[] draws(MixtureData rows) {
    return draws;
  }

  /** How many places rows take: a row of the copy one, and one of the history one a draw. */
  private static int different(int[] rows) {
    return ofCopy(rows).cardinality() + (int) Arrays.stream(rows).filter(row -> row < 0).count();
  }

  private static BitSet ofCopy(int[] rows) {
    BitSet drawn = new BitSet();
    Arrays.stream(rows).filter(row -> row >= 0).forEach(drawn::set);
    return drawn;
  }

  /** Of the copy's rows that were drawn, side by side in the order of time. */
  private DrawnRows places(int[] rows) {
    BitSet drawn = ofCopy(rows);
    DrawnRows places = new DrawnRows(kept.length, drawn.cardinality());
    int place = 0;
    for (int row = drawn.nextSetBit(0); row >= 0; row = drawn.nextSetBit(row + 1)) {
      places.add(row, place++);
    }
    return places;
  }

  /** For each place a kept row of an epoch's copy, or −1 less a kept row of the history itself. */
  private int[] draw(int epoch) {
    boolean transplants = transplants();
    SplittableRandom random = new SplittableRandom(run.plan().seed() ^ (long) epoch << 32);
    int[] rows = new int[count()];
    for (int place = 0; place < rows.length; place++) {
      int row = random.nextInt(kept.length);
      boolean own = random.nextInt(SETS) == 0 || !transplants;
      rows[place] = own ? -1 - row : row;
    }
    return rows;
  }

  /** The history's own rows of some epochs, one after another, for one walk. */
  private LabelledRows own(int epoch) {
    int epochs = transplants() ? EPOCHS_A_WALK : 1;
    return all.at(
        IntStream.range(epoch, epoch + epochs)
            .flatMap(of -> Arrays.stream(draw(of)))
            .filter(row -> row < 0)
            .map(row -> kept[-1 - row])
            .toArray());
  }

  private boolean transplants() {
    return !transplant.isEmpty() && run.plan().keeps(Ingredient.TRANSPLANTED_FAILURES);
  }

  /** Of a copy's rows, one after another in one array. */
  private final class Features implements Iterator<double[]> {
    private final FailureTransplant.Copy copy;
    private final EwmaBank bank;
    private final long gap = spec.period().multipliedBy(spec.restartSlots()).toMillis();
    private final double[] residuals = new double[spec.kpiCount()];
    private final double[] averages = new double[spec.featureCount()];
    private int next;

    Features(FailureTransplant.Copy copy) {
      this.copy = copy;
      int[] spans =
          spec.spans().stream().mapToInt(span -> (int) span.dividedBy(spec.period())).toArray();
      this.bank = new EwmaBank(spec.kpiCount(), spans);
    }

    @Override
    public boolean hasNext() {
      return next < kept.length;
    }

    @Override
    public double[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      copy.copyRow(next, residuals);
      for (int j = 0; j < residuals.length; j++) {
        residuals[j] =
            Math.max(-SeasonalProfile.CLIP, Math.min(SeasonalProfile.CLIP, residuals[j]));
      }
      if (next > 0 && time(next) - time(next - 1) > gap) { // as a stream
        bank.restart();
      }
      next++;
      bank.accept(residuals, averages);
      return averages;
    }

    private long time(int row) {
      return run.history().epochMillis(kept[row]);
    }
  }
}
