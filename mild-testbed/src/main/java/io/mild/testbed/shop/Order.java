package io.mild.testbed.shop;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** What a customer orders, as JSON between the services. */
record Order(int customer, double discount, List<Line> lines) {
  static final int CUSTOMERS = 5_000;
  static final int PRODUCTS = 400;

  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_LINES = 8;

  /** One product of it. */
  record Line(int product, int quantity, double price) {}

  /** Few customers order often. */
  static Order random(Random random) {
    List<Line> lines = new ArrayList<>();
    int count = 1 + random.nextInt(MOST_LINES);
    for (int i = 0; i < count; i++) {
      lines.add(
          new Line(
              random.nextInt(PRODUCTS),
              1 + random.nextInt(5),
              Math.round(random.nextDouble() * 1e4) / 100.0));
    }
    double skewed = random.nextDouble() * random.nextDouble() * random.nextDouble();
    return new Order((int) (skewed * CUSTOMERS), 0, lines);
  }

  byte[] toJson() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("customer", customer);
      json.writeNumberField("discount", discount);
      json.writeArrayFieldStart("lines");
      for (Line line : lines) {
        json.writeStartObject();
        json.writeNumberField("product", line.product);
        json.writeNumberField("quantity", line.quantity);
        json.writeNumberField("price", line.price);
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static Order fromJson(byte[] bytes) throws IOException {
    int customer = -1;
    double discount = 0;
    List<Line> lines = new ArrayList<>();
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      while (json.nextToken() == JsonToken.FIELD_NAME) {
        String field = json.currentName();
        json.nextToken();
        switch (field) {
          case "customer" -> customer = json.getIntValue();
          case "discount" -> discount = json.getDoubleValue();
          default -> {
            while (json.nextToken() != JsonToken.END_ARRAY) {
              lines.add(line(json));
            }
          }
        }
      }
    }
    return new Order(customer, discount, lines);
  }

  private static Line line(JsonParser json) throws IOException {
    int product = 0;
    int quantity = 0;
    double price = 0;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String field = json.currentName();
      json.nextToken();
      switch (field) {
        case "product" -> product = json.getIntValue();
        case "quantity" -> quantity = json.getIntValue();
        default -> price = json.getDoubleValue();
      }
    }
    return new Line(product, quantity, price);
  }
}
