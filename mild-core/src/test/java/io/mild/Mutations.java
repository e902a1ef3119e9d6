package io.mild;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Changes of seeds by chance, the same ones each time: what a fuzzer would try first, for each
 * build. What they don't find a fuzzer looks for in a longer run.
 */
final class Mutations {
  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-1",
          "1",
          "2",
          "7",
          "64",
          "1000",
          "65536",
          "16777216",
          "2147483647",
          "-2147483648",
          "4294967296",
          "9223372036854775807",
          "-9223372036854775808",
          "1e308",
          "-1e308",
          "4.9e-324",
          "1e999",
          "0.5",
          "1.0000000000000002",
          "999999999999999999999999",
          "\"NaN\"");

  private final List<byte[]> seeds;
  private final SplittableRandom random = new SplittableRandom(20260501);

  private Mutations(List<byte[]> seeds) {
    this.seeds = seeds;
  }

  /** So many changed seeds. */
  static Stream<byte[]> of(List<byte[]> seeds, int count) {
    return Stream.generate(new Mutations(seeds)::next).limit(count);
  }

  /** What a fuzz test has in its folder of the test resources, to repeat and to begin with. */
  static List<byte[]> corpus(Class<?> test, String method) throws IOException {
    URL folder = test.getResource(test.getSimpleName() + "Inputs/" + method);
    List<byte[]> corpus = new ArrayList<>();
    try (Stream<Path> files = Files.list(Path.of(URI.create(String.valueOf(folder))))) {
      for (Path file : files.sorted().toList()) {
        corpus.add(Files.readAllBytes(file));
      }
    }
    return corpus;
  }

  private byte[] next() {
    byte[] bytes = seed();
    for (int changes = 1 << random.nextInt(4); changes > 0; changes--) {
      bytes = changed(bytes);
    }
    return bytes;
  }

  private byte[] seed() {
    return seeds.get(random.nextInt(seeds.size()));
  }

  private byte[] changed(byte[] bytes) {
    if (bytes.length == 0) {
      return seed();
    }
    int at = random.nextInt(bytes.length);
    int end = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(8)));
    byte[] part = Arrays.copyOfRange(bytes, at, end);
    byte[] other = seed();
    return switch (random.nextInt(7)) {
      case 0 -> joined(bytes, at, end, new byte[0]);
      case 1 -> joined(bytes, at, at, part);
      case 2 -> joined(bytes, at, end, bytes(part.length, random.nextBoolean()));
      case 3 -> joined(bytes, at, at + 1, new byte[] {(byte) (bytes[at] ^ 1 << random.nextInt(8))});
      case 4 ->
          joined(
              bytes,
              at,
              end,
              Arrays.copyOfRange(other, random.nextInt(other.length), other.length));
      default -> withNumber(bytes);
    };
  }

  private byte[] bytes(int length, boolean same) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    if (same) {
      Arrays.fill(bytes, (byte) random.nextInt(-1, 2));
    }
    return bytes;
  }

  /** Another number in place of one that is written in digits. */
  private byte[] withNumber(byte[] bytes) {
    List<MatchResult> numbers =
        new ArrayList<>(NUMBER.matcher(new String(bytes, ISO_8859_1)).results().toList());
    if (numbers.isEmpty()) {
      return bytes;
    }
    MatchResult number = numbers.get(random.nextInt(numbers.size()));
    String by = NUMBERS.get(random.nextInt(NUMBERS.size()));
    return joined(bytes, number.start(), number.end(), by.getBytes(ISO_8859_1));
  }

  /** The bytes with others in place of a part. */
  private static byte[] joined(byte[] bytes, int from, int until, byte[] others) {
    byte[] joined = Arrays.copyOf(bytes, from + others.length + bytes.length - until);
    System.arraycopy(others, 0, joined, from, others.length);
    System.arraycopy(bytes, until, joined, from + others.length, bytes.length - until);
    return joined;
  }
}
