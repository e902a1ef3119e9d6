package io.mild.cli.console;

import io.mild.training.backend.TrainingBackEndException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.function.BooleanSupplier;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/** Says what is wrong in one line on standard error. */
final class OneLineErrors implements IExecutionExceptionHandler, IParameterExceptionHandler {
  private final BooleanSupplier stackTrace;

  /**
   * @param stackTrace whether the stack trace is wanted too
   */
  OneLineErrors(BooleanSupplier stackTrace) {
    this.stackTrace = stackTrace;
  }

  @Override
  public int handleParseException(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    String name = command.getCommandSpec().qualifiedName();
    print(command.getErr(), e.getMessage() + " (see " + name + " --help)", e);
    return ExitCode.USAGE;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine command, ParseResult arguments) {
    print(command.getErr(), text(e), e);
    return ExitCode.SOFTWARE;
  }

  private void print(PrintWriter err, String text, Exception e) {
    err.println("error: " + text.strip().replaceAll("\\s*\\R\\s*", " "));
    if (stackTrace.getAsBoolean()) {
      e.printStackTrace(err);
    }
    err.flush();
  }

  private static String text(Exception e) {
    if (e instanceof NoSuchFileException missing) {
      return missing.getFile() + ": there is no such file";
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access is denied";
    }
    if (e instanceof FileAlreadyExistsException there) {
      return there.getFile() + ": is there already and no folder";
    }
    if (e instanceof FileSystemException failed && failed.getReason() == null) {
      return failed.getFile() + ": " + e.getClass().getSimpleName();
    }
    boolean expected =
        e instanceof IOException
            || e instanceof IllegalArgumentException
            || e instanceof TrainingBackEndException;
    return expected && e.getMessage() != null ? e.getMessage() : "unexpected " + e;
  }
}
