// Links the kernels that all contenders share; their folder is in the environment.
fn main() {
    let folder = std::env::var("KERNELS").expect("KERNELS: where the kernels' object files are");
    for object in ["kernels.o", "platform.o"] {
        println!("cargo:rustc-link-arg={folder}/{object}");
        println!("cargo:rerun-if-changed={folder}/{object}");
    }
    println!("cargo:rerun-if-env-changed=KERNELS");
}
