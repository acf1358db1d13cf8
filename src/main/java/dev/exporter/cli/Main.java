package dev.exporter.cli;

import dev.exporter.natives.NativeClassLoader;
import java.net.URLClassLoader;

/** The first class of the program. It only changes the class loader; {@link Program} is where the program begins. */
public final class Main {
    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        ClassLoader loader = Main.class.getClassLoader();
        if (loader instanceof URLClassLoader) {
            loader = NativeClassLoader.insteadOf(loader);
            Thread.currentThread().setContextClassLoader(loader);
        }
        loader.loadClass("dev.exporter.cli.Program")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }
}
