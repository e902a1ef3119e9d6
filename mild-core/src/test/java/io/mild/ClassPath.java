package io.mild;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Arrays;
import java.util.function.Predicate;

/** The tests' class path, loaded anew. */
public final class ClassPath {
  private ClassPath() {}

  /** A class loader of its own that shares no class with the tests', and lacks some jars. */
  public static URLClassLoader without(Predicate<String> jars) {
    URL[] urls =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(File::new)
            .filter(file -> !jars.test(file.getName()))
            .map(ClassPath::url)
            .toArray(URL[]::new);
    return new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
  }

  private static URL url(File file) {
    try {
      return file.toURI().toURL();
    } catch (MalformedURLException e) {
      throw new AssertionError(e);
    }
  }
}
