//! The communications service of Halo Waypoint: notifications.

generated!("comms");
