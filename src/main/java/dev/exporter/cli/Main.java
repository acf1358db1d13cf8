package dev.exporter.cli;

import java.net.URLClassLoader;

/** The first class of the program. It only changes the class loader; {@link Program} is where the program begins. */
public final class Main {
    private Main() {}

    /** Runs the program and ends the process with its exit code. */
    public static void main(String[] arguments) throws ReflectiveOperationException {
        // Arrow's buffers are Netty's, made with sun.misc.Unsafe, which Netty leaves alone on Java 25 unless it is
        // told.
        System.setProperty("io.netty.noUnsafe", "false");
        // Each start would make the classes of its events.
        System.setProperty("io.netty.jfr.enabled", "false");
        ClassLoader loader = insteadOf(Main.class.getClassLoader());
        Thread.currentThread().setContextClassLoader(loader);
        loader.loadClass("dev.exporter.cli.Program")
                .getMethod("main", String[].class)
                .invoke(null, (Object) arguments);
    }

    /** The class loader for the program, where {@code loader} is that of an executable jar; else {@code loader}. */
    static ClassLoader insteadOf(ClassLoader loader) throws ReflectiveOperationException {
        return loader instanceof URLClassLoader
                ? (ClassLoader) new RoomLoader(loader)
                        .loadClass("dev.exporter.natives.NativeClassLoader")
                        .getMethod("insteadOf", ClassLoader.class)
                        .invoke(null, loader)
                : loader;
    }
}
