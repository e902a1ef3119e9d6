package io.mild.training.mixture;

import io.mild.internal.io.WholeFile;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;

/**
 * A training after one of its epochs, from which it goes on as if it had not stopped.
 *
 * <p>The order of rows and what drops out are not kept: they follow from the seed and the number of
 * epochs.
 *
 * @param fingerprint tells the settings, rows and teacher that it is of
 * @param epoch epochs done
 * @param iteration steps done
 * @param bestEpoch the epoch of the lowest validation loss
 * @param lowestLoss that loss
 * @param parameters of the network
 * @param updater Adam's moments
 * @param best the weights of the best epoch
 */
record Checkpoint(
    long fingerprint,
    int epoch,
    int iteration,
    int bestEpoch,
    double lowestLoss,
    float[] parameters,
    float[] updater,
    float[] best) {

  private static final int MAGIC = 0x4d494c43; // "MILC"
  private static final int VERSION = 1;

  /** Writes the file, which is whole or as it was before. */
  void write(Path file) {
    try {
      WholeFile.write(
          file,
          bytes -> {
            CheckedOutputStream checked = new CheckedOutputStream(bytes, new CRC32());
            DataOutputStream out = new DataOutputStream(checked);
            out.writeInt(MAGIC);
            out.writeInt(VERSION);
            out.writeLong(fingerprint);
            out.writeInt(epoch);
            out.writeInt(iteration);
            out.writeInt(bestEpoch);
            out.writeDouble(lowestLoss);
            write(out, parameters);
            write(out, updater);
            write(out, best);
            out.writeLong(checked.getChecksum().getValue());
          });
    } catch (IOException e) {
      throw new UncheckedIOException("can't write checkpoint " + file + ": " + e.getMessage(), e);
    }
  }

  /**
   * @throws IllegalArgumentException if the file is damaged, or of a training with other settings,
   *     rows or teacher; the message says which and what to do
   */
  static Checkpoint read(Path file, long fingerprint, int parameters, int updaterLength) {
    try (CheckedInputStream checked =
            new CheckedInputStream(
                new BufferedInputStream(Files.newInputStream(file)), new CRC32());
        DataInputStream in = new DataInputStream(checked)) {
      if (in.readInt() != MAGIC || in.readInt() != VERSION) {
        throw new IllegalArgumentException(file + " is no checkpoint of this version; delete it");
      }
      if (in.readLong() != fingerprint) {
        throw new IllegalArgumentException(
            file
                + " is of a training with other settings or rows; delete it, or name another file");
      }
      Checkpoint checkpoint =
          new Checkpoint(
              fingerprint,
              in.readInt(),
              in.readInt(),
              in.readInt(),
              in.readDouble(),
              readFloats(in, parameters),
              readFloats(in, updaterLength),
              readFloats(in, parameters));
      long expected = checked.getChecksum().getValue();
      if (in.readLong() != expected || in.read() >= 0) {
        throw new IOException("its checksum differs");
      }
      return checkpoint;
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "checkpoint " + file + " is damaged: " + e.getMessage() + "; delete it", e);
    }
  }

  private static void write(DataOutputStream out, float[] values) throws IOException {
    for (float value : values) {
      out.writeFloat(value);
    }
  }

  private static float[] readFloats(DataInputStream in, int length) throws IOException {
    float[] values = new float[length];
    for (int i = 0; i < length; i++) {
      values[i] = in.readFloat();
    }
    return values;
  }
}
