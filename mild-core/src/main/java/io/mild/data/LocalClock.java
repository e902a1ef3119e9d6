package io.mild.data;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The local times of one series of rows as instants. An hour that clocks repeated is told by the
 * order of rows: its second pass begins where times step back.
 */
final class LocalClock {
  private final Path file;
  private final ZoneId zone;
  private final ZoneRules rules;
  private final boolean inOrder;
  private final boolean repeats;

  private @Nullable ZoneOffsetTransition overlap; // that the row before is in
  private boolean secondPass;
  private long firstLine; // of the overlap, 0 if its second pass was seen
  private @Nullable LocalDateTime before;
  private Duration step = Duration.ZERO; // to the row before, from the one before it

  /**
   * @param inOrder whether rows come in the order of time
   * @param repeats whether several rows may have the same time
   */
  LocalClock(Path file, ZoneId zone, boolean inOrder, boolean repeats) {
    this.file = file;
    this.zone = zone;
    this.rules = zone.getRules();
    this.inOrder = inOrder;
    this.repeats = repeats;
  }

  /**
   * The milliseconds since the epoch of the next row's time.
   *
   * @throws DataFileException if there is no such time, or it can't be told which of two is meant
   */
  long epochMillis(long line, LocalDateTime local) throws DataFileException {
    List<ZoneOffset> offsets = rules.getValidOffsets(local);
    if (offsets.isEmpty()) {
      ZoneOffsetTransition gap = rules.getTransition(local);
      throw new DataFileException(
          file,
          line,
          "there is no %s in %s: clocks went from %s to %s; a clock that did not is read with its"
                  .formatted(local, zone, gap.getDateTimeBefore(), gap.getDateTimeAfter())
              + " offset, such as --zone "
              + gap.getOffsetBefore()
              + " (CsvFormat.withZone)");
    }
    ZoneOffset offset = offsets.size() == 1 ? offsets.get(0) : offsetOfTwo(line, local);
    if (offsets.size() == 1) {
      end();
    }
    step = before == null ? Duration.ZERO : Duration.between(before, local);
    before = local;
    return local.toInstant(offset).toEpochMilli();
  }

  private ZoneOffset offsetOfTwo(long line, LocalDateTime local) throws DataFileException {
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (!inOrder) {
      throw ambiguous(line, local.toString());
    }
    if (!transition.equals(overlap)) {
      end();
      overlap = transition;
      secondPass = false;
      firstLine = line;
    } else if (!secondPass && stepsBack(local, transition.getDuration().abs())) {
      secondPass = true;
      firstLine = 0;
    }
    return secondPass ? transition.getOffsetAfter() : transition.getOffsetBefore();
  }

  /** A time again is the second pass of rows so far apart that an overlap has but one. */
  private boolean stepsBack(LocalDateTime local, Duration overlapping) {
    return before != null && local.isBefore(before)
        || !repeats && local.equals(before) && step.compareTo(overlapping) >= 0;
  }

  /**
   * After the last row, too.
   *
   * @throws DataFileException if an hour came once that clocks had twice
   */
  void end() throws DataFileException {
    ZoneOffsetTransition passed = overlap;
    overlap = null;
    if (passed != null && firstLine > 0) {
      throw ambiguous(
          firstLine,
          "the time from %s to %s"
              .formatted(passed.getDateTimeAfter(), passed.getDateTimeBefore()));
    }
  }

  private DataFileException ambiguous(long line, String time) {
    return new DataFileException(
        file,
        line,
        ("%s was twice in %s, and the order of rows does not tell which is meant; times with an"
                + " offset, such as 2026-01-31T12:00:00+01:00, are read with every zone")
            .formatted(time, zone));
  }
}
