/** Models, codecs and Retrofit interfaces of the Seam API. */
// both names are in the manifests of their jars: renaming a file does not change them
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module co.seam.instantkeys.generated {
    requires transitive com.google.gson;
    requires transitive retrofit2;
    requires static transitive org.jspecify;

    exports co.seam.instantkeys.generated.api;
    exports co.seam.instantkeys.generated.model;
}
