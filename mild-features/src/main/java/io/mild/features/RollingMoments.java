package io.mild.features;

/**
 * Moments of all KPIs over a rolling window of fixed length, by joining only, so that a value that
 * has left the window has left no trace.
 *
 * <p>The scheme of van Herk (1992) and of Gil and Werman (1993): the slots are cut into blocks as
 * long as the window. The window that ends in the middle of a block is a suffix of the block before
 * and a prefix of the present one:
 *
 * <pre>{@code
 * previous block        present block
 * |. . . . s s s s s s s|p p p p . . . . . . .|
 *          `---- window -------'
 * }</pre>
 *
 * <p>The prefix grows with each slot. The suffixes would be made in one pass at the end of a block,
 * which would take the memory of a whole window and a pause as long. So blocks are cut further into
 * chunks of about √length slots: the pass at the end of a block makes the suffixes that begin with
 * a chunk, and those within a chunk are made when the window's start enters it, from the rows
 * themselves.
 *
 * <p>A slot costs four joins a KPI on average, whatever the length, and about 2·√length at worst;
 * memory is about 40·√length bytes a KPI, on top of the rows that all windows share. The moments
 * depend on the slot's number and on the rows of the window alone, bit for bit: rows replayed from
 * the window's first slot on give the same.
 */
final class RollingMoments {
  private final int length;
  private final int chunkLength;
  private final int chunkCount;

  /** One row: the present block up to the latest slot. */
  private final Moments prefix;

  /**
   * A row a chunk. Up to that of the latest slot: the chunk's own moments in the present block.
   * After it: the suffix of the previous block that begins with the chunk. The row past the last
   * chunk is the empty suffix.
   */
  private final Moments chunks;

  /** Row i: the suffix of the previous block that begins after the present chunk's slot i. */
  private final Moments suffixes;

  /** One row: the window. */
  private final Moments window;

  /**
   * An empty window.
   *
   * @param length slots, at least 2
   * @param kpis columns of a row
   */
  RollingMoments(int length, int kpis) {
    this.length = length;
    this.chunkLength = (int) Math.ceil(Math.sqrt(length));
    this.chunkCount = (length + chunkLength - 1) / chunkLength;
    this.prefix = new Moments(1, kpis);
    this.chunks = new Moments(chunkCount + 1, kpis);
    this.suffixes = new Moments(chunkLength, kpis);
    this.window = new Moments(1, kpis);
  }

  /**
   * Moves the window on by one slot.
   *
   * @param slot number of the slot, one more than that of the call before
   * @param rows that slot's row and at least {@code length - 1} rows before it
   */
  void advance(long slot, RecentRows rows) {
    int position = (int) (slot % length);
    int chunk = position / chunkLength;
    int positionInChunk = position % chunkLength;
    if (position == 0) {
      startBlock();
    }
    if (positionInChunk == 0) {
      startChunk(chunk, slot - length, rows);
    }
    rows.addTo(prefix, 0, slot);
    rows.addTo(chunks, chunk, slot);
    window.copy(0, suffixes, positionInChunk);
    window.join(0, prefix, 0);
  }

  /** Number of values of a KPI in the window. */
  int count(int kpi) {
    return window.count(0, kpi);
  }

  /** Mean of a KPI of which the window holds a value. */
  double mean(int kpi) {
    return window.mean(0, kpi);
  }

  /** Population standard deviation of a KPI of which the window holds a value. */
  double deviation(int kpi) {
    return window.deviation(0, kpi);
  }

  /** Forgets all slots; the next has the number 0 and begins a block, which empties the rest. */
  void restart() {
    chunks.clear();
  }

  private void startBlock() {
    for (int chunk = chunkCount - 2; chunk > 0; chunk--) {
      chunks.join(chunk, chunks, chunk + 1);
    }
    prefix.clear(0);
  }

  private void startChunk(int chunk, long firstSlotInPreviousBlock, RecentRows rows) {
    int last = Math.min(chunkLength, length - chunk * chunkLength) - 1;
    suffixes.copy(last, chunks, chunk + 1);
    for (int i = last - 1; i >= 0; i--) {
      suffixes.copy(i, suffixes, i + 1);
      rows.addTo(suffixes, i, firstSlotInPreviousBlock + i + 1);
    }
    chunks.clear(chunk);
  }
}
