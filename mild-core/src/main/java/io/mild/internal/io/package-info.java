/**
 * Bytes, files, JSON, numbers as text: what all of this library writes and reads with, and no part
 * of the API. Nothing here knows anything of MILD.
 */
@NullMarked
package io.mild.internal.io;

import org.jspecify.annotations.NullMarked;
