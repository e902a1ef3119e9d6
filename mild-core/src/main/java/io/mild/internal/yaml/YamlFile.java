package io.mild.internal.yaml;

import io.mild.data.DataFileException;
import io.mild.internal.io.WholeFile;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.composer.Composer;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/** A YAML file as maps, lists and texts, which knows on which line each stands. */
public final class YamlFile {
  private static final int DEEPEST = 8;
  private static final int MOST_VALUES = 100_000; // also where aliases repeat a few of them
  private static final String ENGINE = "org.snakeyaml:snakeyaml-engine";

  private final Path file;
  private final Map<String, Integer> lines = new HashMap<>(); // by path, from 1
  private int values;

  private YamlFile(Path file) {
    this.file = file;
  }

  /**
   * Reads a file and makes something of it.
   *
   * @param expected of the file as a whole, such as {@code a mapping with 'goals'}
   * @param made refuses fields by a {@link FieldException}
   * @throws DataFileException if it is no YAML, no mapping or refused; the message names the line
   * @throws IllegalStateException if the YAML library is missing
   */
  public static <T> T read(Path file, String expected, Function<Map<String, Object>, T> made)
      throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new DataFileException(file, 0, "no text in UTF-8");
    }
    try {
      return new YamlFile(file).parse(text, expected, made);
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private <T> T parse(String text, String expected, Function<Map<String, Object>, T> made)
      throws IOException {
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().build();
      // What api.lowlevel.Compose does, which its module does not export.
      root =
          new Composer(settings, new ParserImpl(settings, new StreamReader(settings, text)))
              .getSingleNode();
    } catch (MarkedYamlEngineException e) {
      throw new DataFileException(
          file, e.getProblemMark().map(YamlFile::line).orElse(0), "no YAML: " + e.getProblem());
    } catch (YamlEngineException e) {
      throw new DataFileException(file, 0, "no YAML: " + e.getMessage());
    }
    if (!(root.orElse(null) instanceof MappingNode mapping)) {
      throw new DataFileException(file, 1, expected + " was expected");
    }
    try {
      return made.apply(mapping("", mapping, 0));
    } catch (FieldException e) {
      throw new DataFileException(
          file, lineOf(e.path()), e.path().isEmpty() ? e.problem() : e.path() + " " + e.problem());
    }
  }

  /** That of a field, or of the list that it is the only element of. */
  private int lineOf(String path) {
    Integer line = lines.get(path);
    int list = path.lastIndexOf('[');
    return line == null && list >= 0 ? lineOf(path.substring(0, list)) : line == null ? 0 : line;
  }

  private Map<String, Object> mapping(String path, MappingNode node, int depth)
      throws DataFileException {
    Map<String, Object> map = new LinkedHashMap<>();
    for (NodeTuple tuple : node.getValue()) {
      int line = line(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        throw new DataFileException(file, line, "a name was expected, but here is a collection");
      }
      String field = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
      lines.put(field, line);
      if (map.put(key.getValue(), value(field, tuple.getValueNode(), depth)) != null) {
        throw new DataFileException(file, line, field + " is there twice");
      }
    }
    return map;
  }

  private Object value(String path, Node node, int depth) throws DataFileException {
    if (depth > DEEPEST || ++values > MOST_VALUES) {
      throw new DataFileException(
          file, line(node), path + (depth > DEEPEST ? " is nested too deep" : " is one too many"));
    }
    if (node instanceof MappingNode mapping) {
      return mapping(path, mapping, depth + 1);
    }
    if (node instanceof SequenceNode sequence) {
      List<Object> list = new ArrayList<>();
      for (Node element : sequence.getValue()) {
        String place = path + "[" + list.size() + "]";
        lines.put(place, line(element));
        list.add(value(place, element, depth + 1));
      }
      return list;
    }
    return ((ScalarNode) node).getValue();
  }

  private static int line(Node node) {
    return node.getStartMark().map(YamlFile::line).orElse(0);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }

  /**
   * Writes a file, beside its place and then renamed.
   *
   * @throws IllegalStateException if the YAML library is missing
   */
  public static void write(Path file, Map<String, Object> content) throws IOException {
    try {
      DumpSettings settings = DumpSettings.builder().setDefaultFlowStyle(FlowStyle.BLOCK).build();
      String text = new Dump(settings).dumpToString(content);
      WholeFile.writeText(file, out -> out.write(text));
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  /**
   * A text in quotes and on one line, whatever is in it, to be written into a file as a value.
   *
   * @throws IllegalStateException if the YAML library is missing
   */
  public static String quoted(String text) {
    boolean isPlain = text.codePoints().noneMatch(Character::isISOControl);
    try {
      DumpSettings settings =
          DumpSettings.builder()
              .setDefaultScalarStyle(
                  isPlain ? ScalarStyle.SINGLE_QUOTED : ScalarStyle.DOUBLE_QUOTED)
              .setUseUnicodeEncoding(false)
              .setSplitLines(false)
              .build();
      return new Dump(settings).dumpToString(text).stripTrailing();
    } catch (NoClassDefFoundError e) {
      throw missing(e);
    }
  }

  private static IllegalStateException missing(NoClassDefFoundError e) {
    return new IllegalStateException(
        "YAML needs " + ENGINE + " on the class path; without it, say goals by io.mild.goals.Goal",
        e);
  }
}
