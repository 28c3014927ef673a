package io.portcullis.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Whether a verb writes for people or for programs. */
enum OutputForm {
  TEXT,
  JSON;

  /** Reads the option {@code --output}. */
  static final class Converter implements ITypeConverter<OutputForm> {
    @Override
    public OutputForm convert(String text) {
      switch (text) {
        case "text":
          return TEXT;
        case "json":
          return JSON;
        default:
          throw new TypeConversionException("`" + text + "` is neither `text` nor `json`");
      }
    }
  }
}
