/** The testbed's command line: start reading at {@link io.mild.testbed.TestbedCommand}. */
@NullMarked
package io.mild.testbed;

import org.jspecify.annotations.NullMarked;
