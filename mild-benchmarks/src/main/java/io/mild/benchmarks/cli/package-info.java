/**
 * The command line: generate, train, stream, explain, evaluate, demo.
 *
 * <p>Start reading at {@link MildCommand}; each command is a class that says what it takes and
 * does.
 */
@NullMarked
package io.mild.benchmarks.cli;

import org.jspecify.annotations.NullMarked;
