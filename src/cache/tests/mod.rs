//! The cache with threads, processes, too little room and damaged files.

mod basics;
mod damage;
mod disk;
mod fixture;
mod foreign;
mod locks;
mod processes;
mod roles;
mod room;
