import static org.objectweb.asm.Opcodes.ACC_PROTECTED;
import static org.objectweb.asm.Opcodes.ACC_PUBLIC;
import static org.objectweb.asm.Opcodes.ACC_SYNTHETIC;
import static org.objectweb.asm.Opcodes.ASM9;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;

/**
 * Leaves of a jar what its users can call: public and protected members, without code, of the
 * public classes outside internal packages and of what these extend. The same jar gives the same
 * bytes.
 */
final class ApiJar {
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final Map<String, ClassReader> classes = new HashMap<>();
  private final Map<String, byte[]> api = new TreeMap<>();

  public static void main(String[] arguments) throws IOException {
    ApiJar jar = new ApiJar();
    jar.read(Path.of(arguments[0]));
    jar.classes.values().stream()
        .filter(type -> isVisible(type.getAccess()) && !isInternal(type.getClassName()))
        .forEach(jar::keep);
    jar.write(Path.of(arguments[1]));
    System.out.printf(
        "%s: %d classes, %,d bytes%n",
        arguments[1], jar.api.size(), Files.size(Path.of(arguments[1])));
  }

  private void read(Path file) throws IOException {
    try (JarFile jar = new JarFile(file.toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        if (entry.getName().endsWith(".class") && !entry.getName().endsWith("module-info.class")) {
          try (InputStream bytes = jar.getInputStream(entry)) {
            ClassReader type = new ClassReader(bytes);
            classes.put(type.getClassName(), type);
          }
        }
      }
    }
  }

  private void keep(ClassReader type) {
    if (api.put(type.getClassName(), withoutCode(type)) == null) {
      keepInherited(type.getSuperName());
      for (String name : type.getInterfaces()) {
        keepInherited(name);
      }
    }
  }

  private void keepInherited(String name) {
    if (classes.containsKey(name)) {
      keep(classes.get(name));
    }
  }

  private void write(Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Map.Entry<String, byte[]> type : api.entrySet()) {
        JarEntry entry = new JarEntry(type.getKey() + ".class");
        entry.setTimeLocal(NO_TIME);
        jar.putNextEntry(entry);
        jar.write(type.getValue());
        jar.closeEntry();
      }
    }
  }

  private static boolean isVisible(int access) {
    return (access & (ACC_PUBLIC | ACC_PROTECTED)) != 0 && (access & ACC_SYNTHETIC) == 0;
  }

  private static boolean isInternal(String name) {
    return name.contains("/internal/");
  }

  private static byte[] withoutCode(ClassReader type) {
    ClassWriter writer = new ClassWriter(0);
    type.accept(
        new ClassVisitor(ASM9, writer) {
          @Override
          public FieldVisitor visitField(
              int access, String name, String descriptor, String signature, Object value) {
            return isVisible(access)
                ? super.visitField(access, name, descriptor, signature, value)
                : null;
          }

          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return isVisible(access)
                ? super.visitMethod(access, name, descriptor, signature, exceptions)
                : null;
          }

          @Override
          public void visitNestHost(String host) {}

          @Override
          public void visitNestMember(String member) {}
        },
        ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
    return writer.toByteArray();
  }
}
