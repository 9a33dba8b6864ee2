"""WeChat: fakes of both platforms on a real wire, and what is tried against them."""
