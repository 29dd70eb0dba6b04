/** The client. What it needs at run time, an application need not require. */
// the names are in the manifests of their jars: renaming a file does not change them
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module co.seam.instantkeys {
    requires transitive co.seam.instantkeys.generated;
    requires transitive okhttp3;
    requires transitive retrofit2;
    requires static transitive org.jspecify;
    requires com.google.gson;
    requires okio;

    // of Retrofit and OkHttp 4, which state no needs of their own
    requires java.logging;
    requires kotlin.stdlib;

    exports co.seam.instantkeys;
}
