package io.mild.server.state;

import io.mild.Mild;
import io.mild.connect.KpiRow;
import io.mild.data.KpiHistory;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a system has on disk: a snapshot of all that it remembers, the journal of what happened
 * since, the segments of it before that, whose rows are learned from, and its models.
 *
 * <p>The journal is cut into numbered segments. A snapshot names the segment that began with it, so
 * whoever is killed between any two writes finds a snapshot and all that came after. Not
 * thread-safe.
 */
public final class StateFolder implements Closeable {
  private static final Logger LOG = LoggerFactory.getLogger(StateFolder.class);
  private static final Pattern SEGMENT = Pattern.compile("journal-(\\d{1,18})");
  private static final String SNAPSHOT = "snapshot";
  private static final int ROWS_A_SEGMENT = 2000;

  /** Models by identity: hundreds of systems often have the same one. */
  private static final Map<String, WeakReference<Mild>> SHARED = new HashMap<>();

  private final Path folder;
  private final int rowsASegment;
  private @Nullable Snapshot snapshot;
  private List<Step> steps = List.of();
  private long segment;
  private int rowsOfSegment;
  private @Nullable Journal journal;

  private StateFolder(Path folder, int rowsASegment) {
    this.folder = folder;
    this.rowsASegment = rowsASegment;
  }

  /**
   * Opens a folder, made if it is not there. What a killed process tore is left out; a snapshot
   * that something else damaged is put aside, and the log tells.
   *
   * @throws IOException if the disk refuses, or a later version wrote what is there
   */
  public static StateFolder open(Path folder) throws IOException {
    return open(folder, ROWS_A_SEGMENT);
  }

  /**
   * The same with segments of another length.
   *
   * @param rowsASegment after which {@link #isFull} says so
   */
  public static StateFolder open(Path folder, int rowsASegment) throws IOException {
    Files.createDirectories(folder);
    StateFolder state = new StateFolder(folder, rowsASegment);
    state.load();
    return state;
  }

  private void load() throws IOException {
    TreeMap<Long, Path> segments = segments();
    Path file = folder.resolve(SNAPSHOT);
    if (Files.exists(file)) {
      try {
        snapshot = Snapshot.read(file);
      } catch (DamagedException e) {
        Path aside = folder.resolve(SNAPSHOT + ".damaged");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        LOG.error("{}; it is put aside, and its system begins anew", e.getMessage());
      }
    }
    segment =
        snapshot != null ? snapshot.segment() : segments.isEmpty() ? 1 : segments.lastKey() + 1;
    Journal.Content content = Journal.read(segment(segment));
    List<Step> read = new ArrayList<>();
    for (Journal.Entry entry : content.entries()) {
      read.add(StepBytes.read(entry));
    }
    steps = read;
    rowsOfSegment = (int) content.entries().stream().filter(StepBytes::isRow).count();
    journal = Journal.open(segment(segment), content.length());
  }

  /** What was remembered when the {@link #steps} began. */
  public Optional<Snapshot> snapshot() {
    return Optional.ofNullable(snapshot);
  }

  /** What happened since the snapshot; once. */
  public List<Step> steps() {
    List<Step> once = steps;
    steps = List.of();
    return once;
  }

  /** Notes a step, which survives a killed process from then on. */
  public void append(Step step) throws IOException {
    StepBytes.append(journal(), step);
    rowsOfSegment += step instanceof Step.Row ? 1 : 0;
  }

  /** Whether so many rows came since the snapshot that it is time for the next. */
  public boolean isFull() {
    return rowsOfSegment >= rowsASegment;
  }

  /** Makes all steps survive a power failure. */
  public void force() throws IOException {
    journal().force();
  }

  private Journal journal() throws IOException {
    if (journal == null) {
      throw new IOException(folder + " is closed");
    }
    return journal;
  }

  /**
   * Notes all that a system remembers, and begins a new segment.
   *
   * @param memory whose models are {@link #keep kept}
   */
  public void snapshot(Snapshot.Memory memory) throws IOException {
    journal().force();
    Journal next = Journal.open(segment(segment + 1), 0);
    try {
      new Snapshot(segment + 1, memory).write(folder.resolve(SNAPSHOT));
    } catch (IOException e) {
      next.close();
      throw e;
    }
    journal().close();
    journal = next;
    segment++;
    rowsOfSegment = 0;
  }

  /**
   * Keeps a model.
   *
   * @return the same, which all systems share that have it
   */
  public Mild keep(Mild mild) throws IOException {
    Path file = model(mild.id());
    if (!Files.exists(file)) {
      mild.save(file);
    }
    return shared(mild);
  }

  private static Mild shared(Mild mild) {
    synchronized (SHARED) {
      SHARED.values().removeIf(model -> model.get() == null);
      WeakReference<Mild> known = SHARED.get(mild.id());
      Mild same = known == null ? null : known.get();
      if (same == null) {
        SHARED.put(mild.id(), new WeakReference<>(mild));
        return mild;
      }
      return same;
    }
  }

  /**
   * A model that was kept.
   *
   * @throws IOException if it was not, or can't be read
   */
  public Mild load(String id) throws IOException {
    return shared(Mild.load(model(id)));
  }

  private Path model(String id) {
    return folder.resolve("models").resolve(id.substring(0, 16).toLowerCase(Locale.ROOT) + ".mild");
  }

  /**
   * The rows that came, of all segments.
   *
   * @param kpis their names; segments of rows of another number of values are left out
   * @return empty if there are none
   */
  public Optional<KpiHistory> history(List<String> kpis) throws IOException {
    List<Instant> times = new ArrayList<>();
    List<double[]> rows = new ArrayList<>();
    Instant last = Instant.MIN;
    for (Path file : segments().values()) {
      for (Journal.Entry entry : Journal.read(file).entries()) {
        if (StepBytes.isRow(entry)) {
          KpiRow row = StepBytes.row(entry);
          if (row.values().length == kpis.size() && row.time().isAfter(last)) {
            times.add(row.time());
            rows.add(row.values());
            last = row.time();
          }
        }
      }
    }
    return rows.isEmpty()
        ? Optional.empty()
        : Optional.of(KpiHistory.of(kpis, times, rows.toArray(new double[0][])));
  }

  /** Deletes segments that nobody wrote to for a time, but for the one that is written to. */
  public void forget(Duration age) throws IOException {
    Instant before = Instant.now().minus(age);
    for (Map.Entry<Long, Path> each : segments().entrySet()) {
      if (each.getKey() < segment && modified(each.getValue()).isBefore(before)) {
        Files.deleteIfExists(each.getValue());
      }
    }
  }

  /** Deletes models but for some. */
  public void forgetModelsBut(Collection<String> ids) throws IOException {
    Set<Path> kept = ids.stream().map(this::model).collect(Collectors.toSet());
    Path models = folder.resolve("models");
    if (!Files.isDirectory(models)) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(models, "*.mild")) {
      for (Path file : files) {
        if (!kept.contains(file)) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  /** When a model was kept, if it is. */
  public Optional<Instant> kept(String id) throws IOException {
    Path file = model(id);
    return Files.exists(file) ? Optional.of(modified(file)) : Optional.empty();
  }

  private static Instant modified(Path file) throws IOException {
    return Files.getLastModifiedTime(file).toInstant();
  }

  private Path segment(long number) {
    return folder.resolve("journal-" + number);
  }

  private TreeMap<Long, Path> segments() throws IOException {
    TreeMap<Long, Path> segments = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        Matcher name = SEGMENT.matcher(file.getFileName().toString());
        if (name.matches()) {
          segments.put(Long.parseLong(name.group(1)), file);
        }
      }
    }
    return segments;
  }

  @Override
  public void close() throws IOException {
    if (journal != null) {
      journal.close();
      journal = null;
    }
  }
}
