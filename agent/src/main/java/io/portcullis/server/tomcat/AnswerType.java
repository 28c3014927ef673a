package io.portcullis.server.tomcat;

import org.apache.coyote.Response;

/** How a Tomcat takes the type of an answer as it is worded. */
enum AnswerType {
  /** Since 7.0.40; of a type with a charset, the other setter makes {@code charset=null}. */
  WITHOUT_CHARSET {
    @Override
    void set(Response response, String type) {
      response.setContentTypeNoCharset(type);
    }
  },
  /** Before. */
  HEADER {
    @Override
    void set(Response response, String type) {
      response.getMimeHeaders().setValue("Content-Type").setString(type);
    }
  };

  /** The way of this Tomcat. */
  static final AnswerType KNOWN = known();

  abstract void set(Response response, String type);

  private static AnswerType known() {
    try {
      Response.class.getMethod("setContentTypeNoCharset", String.class);
      return WITHOUT_CHARSET;
    } catch (NoSuchMethodException e) {
      return HEADER;
    }
  }
}
