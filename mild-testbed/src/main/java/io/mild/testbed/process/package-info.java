/**
 * Processes of a scene and what is left of them: start reading at {@link
 * io.mild.testbed.process.Workspace} and {@link io.mild.testbed.process.Child}.
 */
@NullMarked
package io.mild.testbed.process;

import org.jspecify.annotations.NullMarked;
