package io.mild.cli.console;

import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The version of the build that runs, from the jar's manifest. */
final class JarVersion implements IVersionProvider {
  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public String[] getVersion() {
    String version = JarVersion.class.getPackage().getImplementationVersion();
    return new String[] {
      command.root().name() + " " + (version == null ? "(not from a jar)" : version)
    };
  }
}
