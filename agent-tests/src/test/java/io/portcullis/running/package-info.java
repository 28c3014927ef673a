/** The built agent in a running server: how it starts, fails, reloads and is attached. */
@NullMarked
package io.portcullis.running;

import org.jspecify.annotations.NullMarked;
