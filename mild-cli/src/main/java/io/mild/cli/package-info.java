/**
 * The command line: demo, generate, train, stream, evaluate, explain, export.
 *
 * <p>Start reading at {@link MildCommand}; each command is a class that says what it takes and
 * does.
 */
@NullMarked
package io.mild.cli;

import org.jspecify.annotations.NullMarked;
