package io.portcullis.manage;

import java.io.IOException;

/** What a route leads to. Thread-safe. */
interface Resource {
  Answer answer(Call call) throws IOException;
}
