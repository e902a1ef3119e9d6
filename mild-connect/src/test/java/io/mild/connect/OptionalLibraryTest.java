package io.mild.connect;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mild.ClassPath;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class OptionalLibraryTest {
  @Test
  void whatIsMissingIsNamedWithItsArtifact() throws Exception {
    try (URLClassLoader loader =
        ClassPath.without(
            jar -> jar.startsWith("micrometer-core") || jar.startsWith("opentelemetry-api"))) {
      Class<?> type = loader.loadClass(OptionalLibrary.class.getName());
      for (Object library : type.getEnumConstants()) {
        assertThatThrownBy(() -> type.getMethod("require").invoke(library))
            .rootCause()
            .isInstanceOf(IllegalStateException.class)
            .hasMessageMatching(".*(micrometer-core|opentelemetry-api):.* class path.*");
      }
      assertThatCode(() -> loader.loadClass("io.mild.connect.Outbox").getMethods())
          .as("the rest does without")
          .doesNotThrowAnyException();
    }
  }

  @Test
  void whatIsThereIsEnough() {
    for (OptionalLibrary library : OptionalLibrary.values()) {
      assertThatCode(library::require).doesNotThrowAnyException();
    }
  }
}
