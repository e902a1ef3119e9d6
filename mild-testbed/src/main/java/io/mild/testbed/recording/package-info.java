/**
 * What is written of a run, and how two recordings compare: start reading at {@link
 * io.mild.testbed.recording.RecordingFiles}.
 */
@NullMarked
package io.mild.testbed.recording;

import org.jspecify.annotations.NullMarked;
