// The surface of Jitsi's IFrame API, for tests: it records what is asked of it and refuses what it
// does not know. Written from its documented names; nothing of Jitsi is in it.
(() => {
  const OPTIONS = ["roomName", "jwt", "lang", "userInfo", "configOverwrite", "interfaceConfigOverwrite", "onload", "devices", "iceServers", "release", "sandbox", "width", "height", "parentNode"];
  const CONFIG = ["prejoinConfig", "lobby", "securityUi", "toolbarButtons", "startAudioOnly", "startWithAudioMuted", "startWithVideoMuted", "resolution", "constraints", "disableInviteFunctions", "doNotStoreRoom", "readOnlyName", "requireDisplayName", "disableRemoteMute", "remoteVideoMenu", "disableDeepLinking", "deeplinking", "breakoutRooms", "localRecording", "fileRecordingsEnabled", "recordingService", "liveStreaming", "liveStreamingEnabled", "transcription", "whiteboard", "disablePolls", "disableReactions", "disableThirdPartyRequests", "disableShortcuts", "enableClosePage", "enableWelcomePage", "hideConferenceSubject", "notifications", "p2p", "analytics"];
  const COMMANDS = ["hangup", "endConference", "muteEveryone", "kickParticipant", "toggleLobby", "answerKnockingParticipant", "toggleModeration", "askToUnmute", "rejectParticipant", "approveVideo", "grantModerator", "showNotification", "sendEndpointTextMessage", "setVideoQuality", "toggleAudio", "toggleVideo", "setAssumedBandwidthBps", "overwriteConfig", "startRecording", "stopRecording"];
  const EVENTS = ["videoConferenceJoined", "videoConferenceLeft", "participantJoined", "participantLeft", "participantKickedOut", "participantRoleChanged", "knockingParticipant", "moderationStatusChanged", "audioMuteStatusChanged", "videoMuteStatusChanged", "errorOccurred", "peerConnectionFailure", "suspendDetected", "cameraError", "micError", "recordingStatusChanged", "readyToClose", "endpointTextMessageReceived"];
  const recorded = { host: "", options: null, commands: [], events: [], refused: [], isDisposed: false };
  const known = (name, names) => {
    if (names.includes(name)) return;
    recorded.refused.push(name);
    throw new Error(`no such name: ${name}`);
  };
  window.recorded = recorded;
  window.JitsiMeetExternalAPI = class {
    constructor(host, options) {
      for (const name of Object.keys(options)) known(name, OPTIONS);
      for (const name of Object.keys(options.configOverwrite ?? {})) known(name, CONFIG);
      const { parentNode, ...plain } = options;
      Object.assign(recorded, { host, options: plain });
      this.listeners = {};
      this.frame = document.createElement("iframe");
      this.frame.allow = "autoplay; camera; display-capture; microphone; screen-wake-lock";
      this.frame.src = `${location.protocol}//${host}/${options.roomName}?jwt=${options.jwt}#config.startAudioOnly=${options.configOverwrite.startAudioOnly}`;
      parentNode.append(this.frame);
      window.tell = (name, event) => (this.listeners[name] ?? []).forEach((listener) => listener(event));
    }
    addListener(name, listener) {
      known(name, EVENTS);
      recorded.events.push(name);
      (this.listeners[name] ??= []).push(listener);
    }
    executeCommand(name, ...args) {
      known(name, COMMANDS);
      recorded.commands.push([name, ...args]);
    }
    dispose() {
      recorded.isDisposed = true;
      this.frame.remove();
    }
  };
})();
