//! The cache with threads, processes, too little room and damaged files.

mod basics;
mod damage;
mod fixture;
mod processes;
mod room;
