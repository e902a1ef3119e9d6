module org.example.modules {
  requires io.mild;

  exports org.example.modules;
}
